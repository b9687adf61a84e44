# %% [markdown]
# [your grade](javascript:alert(1)) [more](http://evil.example/steal) ![x](http://evil.example/p.png)
# <http://evil.example/auto> http://evil.example/bare [ref][1] [data](data:text/html,x)
#
# [1]: http://evil.example/ref "title"
