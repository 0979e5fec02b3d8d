-- Telematics units of the delivery fleet. A unit buffers while offline and sends when it is back.
USE CATALOG main;
CREATE SCHEMA IF NOT EXISTS fleet COMMENT 'Vehicles and what they report';
USE SCHEMA fleet;

CREATE TABLE vehicle_telemetry (
  vin CHAR(17) NOT NULL COMMENT 'Vehicle identification number',
  sequence BIGINT NOT NULL COMMENT 'Counter of the unit, survives restarts',
  position STRUCT<
    fix: STRUCT<
      latitude: DOUBLE NOT NULL,
      longitude: DOUBLE NOT NULL,
      accuracy_m: FLOAT
    > NOT NULL COMMENT 'As the receiver gave it',
    snapped: STRUCT<
      segment_id: BIGINT NOT NULL COMMENT 'Road segment of the map release',
      offset_m: FLOAT NOT NULL
    > COMMENT 'After map matching on the unit'
  > COMMENT 'NULL without a satellite fix',
  powertrain STRUCT<
    speed_kmh: FLOAT,
    odometer_km: DOUBLE,
    battery: STRUCT<
      state_of_charge: FLOAT COMMENT 'Percent',
      pack_voltage: FLOAT,
      cells: ARRAY<STRUCT<id: SMALLINT NOT NULL, millivolts: INT NOT NULL, celsius: FLOAT>>
    > COMMENT 'NULL for vehicles with a combustion engine'
  >,
  tyres MAP<STRING, STRUCT<pressure_kpa: INT, celsius: FLOAT, wear: STRUCT<depth_mm: FLOAT, checked_on: DATE>>>
    COMMENT 'By position: front_left, front_right, rear_left, rear_right',
  can_signals MAP<INT, DOUBLE> COMMENT 'Decoded CAN signals by signal number',
  trips ARRAY<STRUCT<
    trip_id: STRING NOT NULL,
    stops: ARRAY<STRUCT<
      depot: STRING,
      arrived_at: TIMESTAMP,
      parcels: ARRAY<BIGINT> COMMENT 'Parcel numbers handed over'
    >>,
    driver: STRUCT<badge: STRING NOT NULL, scores: MAP<STRING, FLOAT>>
  >> COMMENT 'Trips finished since the last message',
  raw_frames ARRAY<BINARY> COMMENT 'Frames the unit could not decode, for the lab',
  recorded_at TIMESTAMP NOT NULL COMMENT 'Clock of the satellite receiver'
)
USING DELTA
COMMENT 'One row per message of a telematics unit.'
CLUSTER BY (vin, recorded_at);
