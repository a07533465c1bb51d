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
# the few that say so are found first, then when they were held, one by one (OFFSET: all reviews of
# a service would be read for them), then whether it is the last.
NOT_AVAILABLE = """
    SELECT part.patient_id, review.held_on, part.ladder
    FROM reviews_strategicreview AS part CROSS JOIN LATERAL (
        SELECT held_on FROM reviews_review WHERE id = part.review_id OFFSET 0
    ) AS review
    WHERE part.service_id = %(service)s AND part.superseded_at IS NULL AND NOT part.is_withdrawn
        AND review.held_on <= %(on)s
        AND jsonb_path_exists(part.ladder, 'strict $.*.status ? (@ == $status)', %(asked)s::jsonb)
        AND (review.held_on, part.recorded_at) >= ALL (
            SELECT other.held_on, beside.recorded_at
            FROM reviews_strategicreview AS beside
            JOIN reviews_review AS other ON other.id = beside.review_id
            WHERE beside.patient_id = part.patient_id AND beside.superseded_at IS NULL
                AND NOT beside.is_withdrawn AND other.held_on <= %(on)s
        )
"""
