"""What gunicorn and the `flask` command start; a wrong setting stops here, with its sentences and no traceback."""

from app import create_app
from app.foundation.settings import SettingsError

try:
    app = create_app()
except SettingsError as refusal:
    raise SystemExit(str(refusal)) from None
