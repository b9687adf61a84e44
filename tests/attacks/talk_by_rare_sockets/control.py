# %%
import asyncio
async def serve(reader, writer):
    writer.write(b"hello")
    writer.close()

server = await asyncio.start_server(serve, "127.0.0.1", 0)
reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
await reader.read()
