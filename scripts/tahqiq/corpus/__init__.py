"""Corpora: the work on one document done for any number of them, wherever that is.

In: folders, archives, buckets or lists of addresses. Out: for each document its result and its
files, and a manifest of what was done; the same bytes whether the work ran in this process, in
processes beside it or on a cluster.

Documents → ``stores``; work on one of them → ``works``, whose ``answers`` rest on ``inputs``, done
on a ``bench`` in the guarded process of ``worker``, or on a ``cluster`` of such benches; what was
done → ``ledger``; a run over all of them → ``run``, seen by ``watching``, summed up by ``outcome``;
a ``catalogue`` of ``facts``, and its page → ``overview``.
"""
