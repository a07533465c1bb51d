"""Search words are written by the database from names, numbers and birthdays, whoever writes them.

`patients_bare` and `patients_name_words` say the same as `patients.search_words`; a test holds them
together. The triggers fire always, for rows copied in as well, and write as whoever writes:
row-level security holds for them too.
"""

from django.db import migrations

from rodt import row_security

FUNCTIONS = r"""
CREATE FUNCTION patients_bare(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(
    normalize(translate(lower(words), '’‘`łøđð', '''''''lodd'), NFD), '[\u0300-\u036f]', '', 'g')
$$;

CREATE FUNCTION patients_name_words(words text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT left(word, 60)
  FROM regexp_split_to_table(replace(patients_bare(words), '''', ''), '[\s\-.,/()"]+') word
  WHERE word <> ''
$$;

-- How a bare word sounds, roughly: the ways in which English and Welsh names are spelt otherwise.
CREATE FUNCTION patients_sounds(word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  sound text := word;
  rules text[] := ARRAY[
    ['^(kn|gn|pn)', 'n'], ['^wr', 'r'], ['^x', 's'], ['^mac(?=[a-z]{3})', 'mc'],
    ['ph', 'f'], ['^gh', 'g'], ['gh', ''], ['tch|ch', 'j'], ['sch', 'sk'], ['sh', 'j'],
    ['c(?=[eiy])', 's'], ['ck|c|q', 'k'], ['x', 'ks'], ['z', 's'], ['dg', 'j'],
    ['g(?=[eiy])', 'j'], ['th|d', 't'], ['v|w', 'f'],
    ['^[aeiouy]+', 'a'], ['(?<=.)[aeiouyh]', ''], ['^h', ''], ['(.)\1+', '\1']];
BEGIN
  FOR n IN 1 .. array_length(rules, 1) LOOP
    sound := regexp_replace(sound, rules[n][1], rules[n][2], 'g');
  END LOOP;
  RETURN sound;
END $$;

-- The word, the word without any one of its letters, and how it sounds: two spellings one slip
-- apart have a key in common, and so have two that sound alike.
CREATE FUNCTION patients_spelling_keys(word text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT word
  UNION SELECT left(word, n - 1) || substr(word, n + 1)
    FROM generate_series(1, length(word)) n WHERE length(word) > 3
  UNION SELECT '~' || patients_sounds(word) WHERE length(word) > 2
$$;

-- Planned anew each time: a plan made while the tables were empty would read them whole later on.
CREATE FUNCTION patients_write_search_words(people uuid[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  DELETE FROM patients_searchword WHERE patient_id = ANY(people);
  WITH record AS (
    SELECT id, service_id, coalesce(merged_into_id, id) AS patient_id, given_name, family_name,
      known_as, reference, nhs_number, date_of_birth
    FROM patients_patient
    WHERE (id = ANY(people) AND merged_into_id IS NULL) OR merged_into_id = ANY(people)
  ), called AS (
    SELECT service_id, patient_id, given_name, family_name FROM record
    UNION ALL SELECT service_id, patient_id, known_as, family_name FROM record WHERE known_as <> ''
    UNION ALL
    SELECT o.service_id, r.patient_id, coalesce(nullif(o.given_name, ''), r.given_name),
      coalesce(nullif(o.family_name, ''), r.family_name)
    FROM patients_othername o JOIN record r ON r.id = o.patient_id
    WHERE o.superseded_at IS NULL AND NOT o.is_withdrawn
  ), split AS (
    SELECT service_id, patient_id,
      ARRAY(SELECT patients_name_words(given_name)) AS given,
      ARRAY(SELECT patients_name_words(family_name)) AS family
    FROM called
  ), found AS (
    SELECT service_id, patient_id, unnest(given || family) AS word FROM split
    UNION SELECT service_id, patient_id, array_to_string(family, '') FROM split
      WHERE cardinality(family) > 1
    UNION SELECT service_id, patient_id, left(given[1], 1) || left(family[1], 1) || '.' FROM split
    UNION SELECT service_id, patient_id,
        (SELECT string_agg(left(part, 1), '' ORDER BY n)
         FROM unnest(given || family) WITH ORDINALITY AS p(part, n)) || '.'
      FROM split WHERE cardinality(given || family) > 2
    UNION SELECT service_id, patient_id, '#' || lower(reference) FROM record
    UNION SELECT service_id, patient_id, '#' || nhs_number FROM record WHERE nhs_number <> ''
    UNION SELECT service_id, patient_id, '=' || to_char(date_of_birth, 'YYYY-MM-DD') FROM record
  )
  INSERT INTO patients_searchword (service_id, patient_id, word)
  SELECT DISTINCT service_id, patient_id, left(word, 64) FROM found WHERE word <> ''
  ON CONFLICT DO NOTHING;

  WITH new AS (
    SELECT DISTINCT w.service_id, w.word FROM patients_searchword w
    WHERE w.patient_id = ANY(people) AND length(w.word) > 2
      AND left(w.word, 1) NOT IN ('#', '=') AND right(w.word, 1) <> '.'
  )
  INSERT INTO patients_spelling (service_id, key, word)
  SELECT n.service_id, k, n.word FROM new n CROSS JOIN LATERAL patients_spelling_keys(n.word) k
  WHERE NOT EXISTS (
    SELECT FROM patients_spelling s
    WHERE s.service_id = n.service_id AND s.key = n.word AND s.word = n.word)
  ORDER BY 1, 2, 3
  ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION patients_person_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM patients_write_search_words(
    ARRAY(SELECT DISTINCT coalesce(merged_into_id, id) FROM written));
  RETURN NULL;
END $$;

CREATE FUNCTION patients_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE people uuid[];
BEGIN
  people := ARRAY(
    SELECT DISTINCT unnest(ARRAY[n.id, n.merged_into_id, o.merged_into_id])
    FROM written n JOIN was o USING (id)
    WHERE (n.given_name, n.family_name, n.known_as, n.reference, n.nhs_number, n.date_of_birth,
           n.merged_into_id)
      IS DISTINCT FROM (o.given_name, o.family_name, o.known_as, o.reference, o.nhs_number,
           o.date_of_birth, o.merged_into_id));
  IF cardinality(people) > 0 THEN
    PERFORM patients_write_search_words(people);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION patients_other_name_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM patients_write_search_words(ARRAY(
    SELECT DISTINCT coalesce(p.merged_into_id, p.id)
    FROM patients_patient p JOIN written n ON n.patient_id = p.id));
  RETURN NULL;
END $$;

CREATE FUNCTION patients_other_name_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM patients_write_search_words(ARRAY(
    SELECT DISTINCT coalesce(p.merged_into_id, p.id) FROM patients_patient p
    WHERE p.id IN (SELECT patient_id FROM written UNION SELECT patient_id FROM was)));
  RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER search_words_of_the_new AFTER INSERT ON patients_patient
  REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION patients_person_written();
CREATE TRIGGER search_words_of_the_changed AFTER UPDATE ON patients_patient
  REFERENCING OLD TABLE AS was NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION patients_person_changed();
CREATE TRIGGER search_words_of_the_new AFTER INSERT ON patients_othername
  REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION patients_other_name_written();
CREATE TRIGGER search_words_of_the_changed AFTER UPDATE ON patients_othername
  REFERENCING OLD TABLE AS was NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION patients_other_name_changed();
ALTER TABLE patients_patient ENABLE ALWAYS TRIGGER search_words_of_the_new;
ALTER TABLE patients_patient ENABLE ALWAYS TRIGGER search_words_of_the_changed;
ALTER TABLE patients_othername ENABLE ALWAYS TRIGGER search_words_of_the_new;
ALTER TABLE patients_othername ENABLE ALWAYS TRIGGER search_words_of_the_changed;
"""

THOSE_HERE = """
SELECT patients_write_search_words(
  ARRAY(SELECT id FROM patients_patient WHERE merged_into_id IS NULL));
"""

GONE = """
DROP TRIGGER search_words_of_the_new ON patients_patient;
DROP TRIGGER search_words_of_the_changed ON patients_patient;
DROP TRIGGER search_words_of_the_new ON patients_othername;
DROP TRIGGER search_words_of_the_changed ON patients_othername;
DROP FUNCTION patients_person_written();
DROP FUNCTION patients_person_changed();
DROP FUNCTION patients_other_name_written();
DROP FUNCTION patients_other_name_changed();
DROP FUNCTION patients_write_search_words(uuid[]);
DROP FUNCTION patients_spelling_keys(text);
DROP FUNCTION patients_sounds(text);
DROP FUNCTION patients_name_words(text);
DROP FUNCTION patients_bare(text);
"""


class Migration(migrations.Migration):
    dependencies = [("patients", "0006_what_people_are_found_by")]
    operations = [
        *row_security.enable("patients_searchword"),
        *row_security.enable("patients_spelling"),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, GONE),
        migrations.RunSQL(THOSE_HERE, migrations.RunSQL.noop),
    ]
