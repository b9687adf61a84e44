# %% [markdown]
# See lecture 4, [section 2](#section-2) and https://example.org/lecture.
