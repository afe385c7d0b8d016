"""The same history and a step that fails after it has changed something."""
