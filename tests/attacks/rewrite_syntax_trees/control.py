# %%
%config InteractiveShell.ast_node_interactivity = "all"
1
2
