from tahqiq.publish import Outputs
def index(texts, languages) -> Outputs:
    return {}
