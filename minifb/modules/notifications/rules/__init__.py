"""What notifications decide, without asking anybody. One file per noun."""
