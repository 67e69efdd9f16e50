"""People and keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes users with a normalised address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """A user; without password nobody can sign in."""
        user = self.model(email=normalised(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """An operator, for Django's own command."""
        return self.create_user(email, password, is_operator=True, **extra)

    def get_by_natural_key(self, username: str | None) -> User:
        """By address, in any case of letters."""
        return self.get(email=normalised(username or ""))


def normalised(email: str) -> str:
    """The address in lower case: two people never differ by case only."""
    return email.strip().lower()


class User(AbstractBaseUser):
    """A person who signs in by e-mail address. The operator has every right in Django's admin, others have none."""

    email = models.EmailField(unique=True, max_length=254)
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin opens."""
        return self.is_operator

    @property
    def is_superuser(self) -> bool:
        """Whether Django grants every permission."""
        return self.is_operator

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Asked by Django's admin."""
        return self.is_active and self.is_operator

    def has_module_perms(self, app_label: str) -> bool:
        """Asked by Django's admin."""
        return self.is_active and self.is_operator

    def __str__(self) -> str:
        return self.email


class ApiKey(models.Model):
    """An API key: its hash only. ``domain`` null opens every domain (operator). Domains live in a higher app."""

    id = models.CharField(primary_key=True, max_length=12)
    hash = models.CharField(max_length=64, unique=True)
    last = models.CharField(max_length=4)
    name = models.CharField(max_length=120)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    domain = models.SlugField(max_length=60, null=True, blank=True)
    groups = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created"]

    def __str__(self) -> str:
        return f"{self.name} (…{self.last})"
