"""What every act leaves behind: audit, files, documents, messages, jobs, numbers."""
