"""The CKAN dialect: a package as its action API shows it, with the extras of its DCAT extension."""
