# %%
import shutil
shutil.get_terminal_size()
!echo "to a terminal" >&2
