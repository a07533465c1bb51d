"""Health facts that prescribing rests on: kinds, words, and the page that shows the latest."""
