"""RDF as trees of nodes, written in three syntaxes piece by piece, and read without leaving the machine."""
