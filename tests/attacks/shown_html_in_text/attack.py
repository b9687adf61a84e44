# %% [markdown]
# <script>alert("text")</script><img src=x onerror=alert(1)><iframe src="http://evil.example/">
# <svg onload=alert(2)></svg><style>body{display:none}</style><form action="http://evil.example/">
# </div></body><meta http-equiv="refresh" content="0;url=http://evil.example/">

# %% [markdown]
# ```html
# </code></pre><script>alert("fence")</script>
# ```
