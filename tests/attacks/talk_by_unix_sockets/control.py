# %%
import socket
with socket.socket(socket.AF_UNIX) as server:
    server.bind("mine.sock")
    server.listen()
