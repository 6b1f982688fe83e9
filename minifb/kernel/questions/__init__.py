"""Fresh facts asked of another module, in process or over HTTP."""
