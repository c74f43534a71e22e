"""The kinds of background work of this app, and the journal's words for what they give out."""

from django.utils import timezone

from capacity_portal.imports import registry as imports
from capacity_portal.imports.registry import Kind
from capacity_portal.jobs import registry as jobs
from capacity_portal.jobs.registry import JobResult
from capacity_portal.journal import registry as journal
from capacity_portal.organization.roles import Permission
from enterprises import documents, exports
from enterprises.operations.giving_out import DOSSIERS_KIND, EXPORT_KIND
from enterprises.operations.importing import store_import
from enterprises.queries.comparing import compare, describe
from enterprises.sheets import incoming

LEDGER = Kind(
    name="ledger",
    label="企业台账",
    noun="企业",
    permission=Permission.IMPORT_LEDGER,
    columns=incoming.columns,
    compare=compare,
    store=store_import,
    list_url="enterprises:ledger",
    notes=incoming.NOTES,
    describe=describe,
)


def register() -> None:
    """Called from AppConfig.ready."""
    journal.name_events("ledger", label="企业台账", steps={"export": "导出"})
    imports.register(LEDGER)
    jobs.register(EXPORT_KIND, "导出台账", export, Permission.EXPORT_LEDGER)
    jobs.register(DOSSIERS_KIND, "打印档案", documents.print_many, Permission.PRINT_DOSSIERS)


def export(job, progress) -> JobResult:
    """Write the ledger as its owner may see it now; ``job.parameters`` are those of ``exports.Asked``."""
    asked = exports.Asked.from_json(job.parameters)
    total = max(1, exports.rows_of(asked, job.owner).count())

    def told(done: int) -> None:
        progress(done * 100 / total, f"已写入{done:,}家，共{total:,}家")

    path = exports.write_file(asked, job.owner, told)
    name = exports.file_name(timezone.localdate(), asked.format)
    return JobResult(content=path, name=name, message=f"共{total:,}家企业")
