"""What went wrong, as one sentence for the person at the keyboard."""


class Trouble(Exception):
    """Holds a sentence that says what is wrong and what to do; shown without a traceback."""
