# %%
import subprocess
child = subprocess.Popen(["sleep", "60"])
child.terminate()
child.wait()
