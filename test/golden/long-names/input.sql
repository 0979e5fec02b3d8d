CREATE TABLE main.telemetry.vehicle_charging_session_measurements (
  vehicle_charging_session_identifier_of_the_operator DECIMAL(38, 18),
  required_vehicle_charging_session_identifier_of_the_operator DECIMAL(38, 18) NOT NULL,
  charging_station_location_details STRUCT<
    geo: STRUCT<latitude_in_degrees: DOUBLE NOT NULL, longitude: DOUBLE>
  > COMMENT 'A comment that is long enough to need a second line when it is printed behind the type of the column, which it is.',
  measured_values_by_name_of_the_physical_quantity MAP<STRING, STRUCT<value_in_the_unit_of_the_quantity: DOUBLE>>,
  measured_values_by_time_of_the_measurement MAP<TIMESTAMP, DECIMAL(38, 18)>,
  list_of_all_the_measured_decimal_values_of_the_session ARRAY<DECIMAL(38, 18)>,
  required_list_of_all_the_measured_decimal_values ARRAY<DECIMAL(38, 18)> NOT NULL,
  list_of_all_the_extraordinarily_long_measured_structs ARRAY<STRUCT<name_of_the_quantity: STRING>>
);
