"""Mark the newest run of each recording and keep its counts, so that no list has to work them out."""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, fill them for what is there, and index them."""
    op.add_column("runs", sa.Column("is_newest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("runs", sa.Column("tally", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("findings", sa.Column("is_newest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("findings", sa.Column("kind", sa.Text(), nullable=False, server_default=""))
    _fill()
    op.drop_index("ix_findings_rank_excess", "findings")
    op.drop_index("ix_findings_run_id_result_severity", "findings")
    op.create_index("ix_findings_run_id_position", "findings", ["run_id", "position"])
    op.create_index("ix_findings_is_newest_rank_excess", "findings", ["is_newest", "rank", "excess", "id"])
    op.create_index(
        "ix_findings_is_newest_run_id_rank_excess", "findings", ["is_newest", "run_id", "rank", "excess"]
    )
    op.create_index(
        "ix_findings_is_newest_kind_rule_result_severity",
        "findings",
        ["is_newest", "kind", "rule", "result", "severity"],
    )


def _fill() -> None:
    connection = op.get_bind()
    newest = "IN (SELECT max(id) FROM runs GROUP BY recording_id)"
    op.execute(f"UPDATE runs SET is_newest = true WHERE id {newest}")
    op.execute(f"UPDATE findings SET is_newest = true WHERE run_id {newest}")
    op.execute(
        "UPDATE findings SET kind = (SELECT kind FROM segments WHERE segments.id = findings.segment_id)"
    )
    tallies: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: {"results": {}, "severities": {}})
    for column, name in (("result", "results"), ("severity", "severities")):
        query = f"SELECT run_id, {column}, count(*) FROM findings WHERE {column} IS NOT NULL GROUP BY 1, 2"
        for run_id, value, count in connection.execute(sa.text(query)).all():
            tallies[run_id][name][value] = count
    runs = sa.table("runs", sa.column("id", sa.Integer), sa.column("tally", sa.JSON))
    segments = (
        "SELECT runs.id, count(segments.id) FROM runs LEFT JOIN segments ON run_id = runs.id GROUP BY 1"
    )
    for run_id, count in connection.execute(sa.text(segments)).all():
        tally = {**tallies[run_id], "segments": count}
        connection.execute(sa.update(runs).where(runs.c.id == run_id).values(tally=tally))
