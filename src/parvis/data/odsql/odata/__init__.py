"""The query options of OData 4: ``$filter`` into the syntax tree that CQL2 also gives, ``$apply`` into its parts."""
