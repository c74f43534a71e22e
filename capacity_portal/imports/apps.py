from datetime import timedelta

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "capacity_portal.imports"
    label = "imports"
    verbose_name = "表格导入"

    def ready(self):
        from capacity_portal.imports import kinds, operations, work  # noqa: PLC0415 - app ready
        from capacity_portal.imports.operations import running  # noqa: PLC0415 - app ready
        from capacity_portal.jobs import registry, schedule  # noqa: PLC0415 - app ready
        from capacity_portal.journal import registry as journal  # noqa: PLC0415 - app ready

        kinds.register()
        registry.register(running.READ, "读取表格", work.read)
        registry.register(running.STORE, "导入表格", work.store)
        schedule.register("imports.forget", timedelta(hours=1), operations.forget_files, "清理过期的导入文件")
        steps = {"upload": "上传", "columns": "指明列", "store": "入库", "discard": "放弃"}
        journal.name_events("import", label="表格导入", steps=steps)
