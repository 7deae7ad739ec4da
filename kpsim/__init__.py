"""kpsim: what happens, and who pays, when services for people at risk of addiction stop."""

__version__ = "0.1.0"
