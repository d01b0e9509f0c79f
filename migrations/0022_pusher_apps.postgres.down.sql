DROP TABLE pusher_apps;
