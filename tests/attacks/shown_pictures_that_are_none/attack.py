# %%
import base64
from IPython.display import display
evil = b"<svg xmlns='http://www.w3.org/2000/svg' onload=" + b"'alert(1)'></svg>"
quoted = 'iVBORw0KGgo=" onerror=' + '"alert(1)'
for data in (base64.b64encode(evil).decode(), evil.decode(), quoted, "http://evil" + ".example/p.png"):
    display({"image/png": data, "image/svg+xml": evil.decode(), "image/jpeg": data}, raw=True)
display({"image/png": quoted}, metadata={"image/png": {"width": '1" onerror=' + '"alert(1)'}}, raw=True)
