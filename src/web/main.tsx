import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadMessages, startLanguage } from './i18n/i18n.tsx'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/shell.css'
import './styles/search.css'
import './styles/results.css'
import './styles/seats-page.css'
import './styles/checkout.css'
import './styles/booking.css'
import './seat-map/seat-map.css'
import './styles/print.css'

const target = document.getElementById('app')
if (!target) throw new Error('the page has no place for the app')
const messages = await loadMessages(startLanguage())
createRoot(target).render(<App messages={messages} />)
