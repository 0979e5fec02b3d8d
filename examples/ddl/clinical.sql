-- Observations from bedside monitors and the laboratory, FHIR inspired but flattened.
-- `${catalog}` is filled by the deployment job: one catalog per hospital.

CREATE TABLE ${catalog}.clinical.observations (
  observation_id STRING NOT NULL COMMENT 'UUID given by the interface engine',
  patient_id STRING NOT NULL COMMENT '[PII] Pseudonym, see the trust centre',
  encounter_id STRING,
  status STRING NOT NULL COMMENT 'registered, preliminary, final, amended, cancelled',
  code STRUCT<system: STRING NOT NULL, code: STRING NOT NULL, display: STRING> NOT NULL COMMENT 'LOINC where there is one',
  value_quantity STRUCT<value: DECIMAL(18, 6) NOT NULL, unit: STRING NOT NULL COMMENT 'UCUM'>,
  value_text STRING,
  reference_range STRUCT<low: DECIMAL(18, 6), high: DECIMAL(18, 6), applies_to: ARRAY<STRING>>,
  components ARRAY<STRUCT<
    code: STRING NOT NULL COMMENT 'For example systolic and diastolic pressure',
    value: DECIMAL(18, 6),
    unit: STRING
  >>,
  waveform STRUCT<hertz: INT NOT NULL, millivolts: ARRAY<FLOAT> NOT NULL> COMMENT 'Samples of an ECG strip',
  performer STRUCT<role: STRING, id: STRING>,
  effective_at TIMESTAMP NOT NULL COMMENT 'When it was true of the patient',
  issued_at TIMESTAMP COMMENT 'When the result was released'
)
USING DELTA
COMMENT 'One row per observation or laboratory result.'
CLUSTER BY (patient_id, effective_at);
