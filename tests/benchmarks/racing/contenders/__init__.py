"""Those who are measured, each a process of its own: told what to do by one line of JSON, answering with another.

Those of the peers run in an environment of their own, so that they import nothing of ours but `saying`.
"""
