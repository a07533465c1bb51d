"""Files that are sent to us, kept in memory while the request lasts and never written to a disk."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class KeptInMemory(FileUploadHandler):
    """Of a file that is larger than is allowed only its size is kept: the form refuses it in words,
    and it takes no room."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.pieces: list[bytes] = []
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > settings.FILE_MOST_MB * 1024 * 1024:
            self.pieces.clear()
        else:
            self.pieces.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        return InMemoryUploadedFile(
            BytesIO(b"".join(self.pieces)),
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
