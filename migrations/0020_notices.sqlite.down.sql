DROP TABLE notice_retention;
DROP TABLE notice_settings;
DROP TABLE notice_heads;
DROP TABLE notices;
