# %%
import socket
socket.gethostname(), socket.inet_aton("127.0.0.1")
