"""Make up what the demonstration cluster holds, and bring it in by the operations of the portal."""
