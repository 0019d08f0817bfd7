"""`rolemeter retain`: what is not kept for ever. Tables, records and pages are."""
