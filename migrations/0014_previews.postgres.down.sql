-- Takes back what the step of the same number made.

DROP TABLE link_previews;
