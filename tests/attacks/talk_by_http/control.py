# %%
from urllib.parse import urlparse
urlparse("https://example.org/answer").path
