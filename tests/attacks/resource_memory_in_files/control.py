# %%
import io
io.BytesIO(bytes(5 * 10**6)).seek(0, 2)
