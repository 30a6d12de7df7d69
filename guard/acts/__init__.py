"""What people and machines sign: payloads, and what each of them opens, in words."""
