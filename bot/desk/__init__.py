"""The desk: a page in the browser on which authors write, look over and publish their tracks."""
