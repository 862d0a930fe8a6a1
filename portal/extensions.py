"""Flask extensions, created here and bound to the app in create_app."""

from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

from portal.core.base import Base
from portal.core.migrating import Migrations

db = SQLAlchemy()
alembic = Migrations(metadatas=Base.metadata)
csrf = CSRFProtect()
login = LoginManager()
