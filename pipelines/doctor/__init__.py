"""`rolemeter doctor`: what is wrong with the machine, the settings, the directories and the files, and the remedy."""
