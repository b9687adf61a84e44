# %%
import os
import resource
os.getpid(), os.cpu_count(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
