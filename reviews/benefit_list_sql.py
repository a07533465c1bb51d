"""The statements behind `reviews.benefit_list`: for a whole service, sent together.

Row-level security holds as everywhere.
"""

# The last strategic review of each person that counts and concludes, as
# `StrategicReview.objects.concluded` has it; by the credit, which is dated as its review is.
CONCLUDED = """
    SELECT DISTINCT ON (part.patient_id) part.patient_id, part.conclusion, credit.held_on,
        part.no_plan_because
    FROM reviews_strategicreview AS part
    JOIN reviews_reviewcredit AS credit ON credit.review_id = part.review_id
    WHERE part.service_id = %(service)s AND part.superseded_at IS NULL AND NOT part.is_withdrawn
        AND part.conclusion <> '' AND credit.service_id = %(service)s
        AND credit.type = 'strategic' AND credit.is_valid
        AND credit.superseded_at IS NULL AND NOT credit.is_withdrawn AND credit.held_on <= %(on)s
    ORDER BY part.patient_id, credit.held_on DESC, part.recorded_at DESC
"""

# Of people at whose last strategic review, whether or not it counts yet, a step was not available:
# the few that say so are found first, then whether one came later.
NOT_AVAILABLE = """
    SELECT part.patient_id, review.held_on, part.ladder
    FROM reviews_strategicreview AS part JOIN reviews_review AS review ON review.id = part.review_id
    WHERE part.service_id = %(service)s AND part.superseded_at IS NULL AND NOT part.is_withdrawn
        AND review.held_on <= %(on)s
        AND jsonb_path_exists(part.ladder, 'strict $.*.status ? (@ == $status)', %(asked)s::jsonb)
        AND NOT EXISTS (
            SELECT FROM reviews_strategicreview AS later
            JOIN reviews_review AS following ON following.id = later.review_id
            WHERE later.patient_id = part.patient_id AND later.superseded_at IS NULL
                AND NOT later.is_withdrawn AND following.held_on <= %(on)s
                AND (following.held_on, later.recorded_at) > (review.held_on, part.recorded_at)
        )
"""
