"""The same history and a step that leaves a row which points nowhere."""
