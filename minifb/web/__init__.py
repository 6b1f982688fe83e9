"""What a browser is given: for now the page at /docs and a start page."""
