# %%
import os
import tempfile
descriptor, path = tempfile.mkstemp()
os.write(descriptor, b"mine")
os.close(descriptor)
os.remove(path)
