#!/bin/sh
# Run once by the database's container, when its volume is new: the two roles, and the database of the first.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v web="$WEB_PASSWORD" --username postgres <<'SQL'
CREATE ROLE cairn_owner LOGIN PASSWORD :'owner';
CREATE ROLE cairn_web LOGIN PASSWORD :'web';
CREATE DATABASE cairn OWNER cairn_owner;
SQL
