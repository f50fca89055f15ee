"""How Java starts where a test asks it something once. In: nothing. Out: its options."""

# What runs for seconds is done before the second compiler pays; one of two cores collects garbage
# no faster with threads.
BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
