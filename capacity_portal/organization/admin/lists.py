"""Import and export of a dictionary as a list (django-import-export), through operations and the journal."""

from django.contrib import messages
from django.shortcuts import redirect
from import_export.formats.base_formats import CSV

LARGEST = 1024 * 1024


class OfficeCSV(CSV):
    """CSV as Excel and WPS write it in China: UTF-8 with or without a mark, or GB18030."""

    def is_binary(self):
        return True

    def get_read_mode(self):
        return "rb"

    def create_dataset(self, in_stream, **kwargs):
        if len(in_stream) > LARGEST:
            raise ValueError("文件超过 1 MB。")
        try:
            text = in_stream.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = in_stream.decode("gb18030")
        dataset = super().create_dataset(text, **kwargs)
        if not dataset.headers:  # the library would fail on the first row
            raise ValueError("第一行没有列名。")
        return dataset

    def export_data(self, dataset, **kwargs):
        return super().export_data(dataset, **kwargs).encode("utf-8-sig")


class ListOfRecords:
    """Stands before ImportExportMixin: who may, in which format, and who is written into the journal."""

    formats = [OfficeCSV]
    skip_export_form = True

    def has_import_permission(self, request) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def process_import(self, request, **kwargs):
        """The second click of a confirmation finds the file gone: its rows were written by the first."""
        try:
            return super().process_import(request, **kwargs)
        except (OSError, ValueError, LookupError):
            messages.warning(request, "这个文件已处理完毕或不在了；没有导入的，请重新上传。")
            return redirect("admin:{}_{}_import".format(*self.get_model_info()))

    def get_import_resource_kwargs(self, request, **kwargs):
        return {"by": request.user}

    def get_export_resource_kwargs(self, request, **kwargs):
        return {"by": request.user}
