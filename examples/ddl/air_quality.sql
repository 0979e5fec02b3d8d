-- Outdoor air quality stations. Devices push one reading a minute through the edge gateway.

CREATE TABLE IF NOT EXISTS main.sensors.air_quality (
  device_name STRING NOT NULL COMMENT 'Stable identifier of the device, printed on its label',
  temp INT COMMENT 'Degrees Celsius',
  humidity BIGINT COMMENT 'Relative humidity in percent',
  pm2_5 FLOAT COMMENT 'Fine particles, µg/m³, mean of the last minute',
  pm10 FLOAT COMMENT 'Coarse particles, µg/m³, mean of the last minute',
  co2_ppm INT COMMENT 'Carbon dioxide, parts per million; only stations with the indoor module send it',
  battery_percent TINYINT COMMENT '0 to 100, NULL for stations on mains',
  observed_at TIMESTAMP NOT NULL COMMENT 'When the station took the reading, by its own clock'
)
USING DELTA
COMMENT 'Readings of the outdoor stations, one row per device and minute.'
CLUSTER BY (device_name, observed_at)
TBLPROPERTIES ('delta.appendOnly' = 'true', 'team' = 'smart-city');

CREATE TABLE IF NOT EXISTS main.sensors.device_status (
  device_name STRING NOT NULL COMMENT 'Same key as in air_quality',
  firmware STRING COMMENT 'Semantic version, for example 4.2.1-rc1',
  uptime_seconds BIGINT COMMENT 'Seconds since the last restart',
  signal_dbm SMALLINT COMMENT 'Received signal strength, negative',
  position STRUCT<
    latitude: DOUBLE NOT NULL COMMENT 'WGS 84, degrees',
    longitude: DOUBLE NOT NULL COMMENT 'WGS 84, degrees',
    altitude_m: DOUBLE COMMENT 'Metres above sea level'
  > COMMENT 'Last known position; moved stations report a new one',
  error_codes ARRAY<INT> COMMENT 'Active fault codes, empty while healthy',
  reported_at TIMESTAMP NOT NULL
)
USING DELTA
COMMENT 'Heartbeat of every station, hourly or on change.';
