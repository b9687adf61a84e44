# %%
import socket
one, other = socket.socketpair()
one.send(b"to myself")
other.recv(9)
